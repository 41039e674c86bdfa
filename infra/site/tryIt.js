// Shows the published definition in Swagger UI, with one box for the key.

/** Swagger UI completes an operation that is opened in several steps, each sooner after the one before. */
const settleMs = 100;

/** What Swagger UI shows in place of the key, so that a shown request can be shared. */
const placeholder = "YOUR_KEY";

/**
 * By type of security scheme: the field's label, its name in messages, how Swagger UI gets the
 * placeholder, the text that then stands for it in a request, and the text that is sent.
 */
const credentials = {
  apiKey: {
    label: "API key",
    noun: "key",
    authorize: (ui, name) => ui.preauthorizeApiKey(name, placeholder),
    shown: placeholder,
    sent: ({ secret }) => secret,
  },
  basic: {
    label: "Password",
    noun: "user name and password",
    authorize: (ui, name) => ui.preauthorizeBasic(name, placeholder, placeholder),
    shown: btoa(`${placeholder}:${placeholder}`),
    sent: ({ user, secret }) => base64(`${user}:${secret}`),
  },
  oauth2: {
    label: "Access token",
    noun: "token",
    authorize: (ui, name, schema) =>
      ui.authActions.authorizeOauth2({
        auth: { name, schema },
        token: { access_token: placeholder },
      }),
    shown: placeholder,
    sent: ({ secret }) => secret,
  },
};

const element = (id) => document.getElementById(id);
const secretBox = element("secret");
const reveal = element("reveal");

try {
  showPage(await loadDefinition());
  // From here on it announces responses to screen readers.
  element("page-state").textContent = "";
  element("page-state").className = "unseen";
} catch (error) {
  element("page-state").className = "problem";
  element("page-state").textContent =
    `The connector's definition could not be shown: ${error.message}. ` +
    "Reload this page. If that does not help, deploy the connector again.";
}

async function loadDefinition() {
  const response = await fetch("apiDefinition.swagger.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`its address responded with status ${response.status}`);
  return response.json();
}

function showPage(definition) {
  const { info, host } = definition;
  document.title = `Try ${info.title}`;
  element("title").textContent = info.title;
  element("description").textContent = info.description ?? "";
  element("version").textContent = info.version;
  element("host").textContent = host;

  const [name, schema] = requiredScheme(definition);
  const credential = credentials[schema?.type];
  const ui = showOperations(definition, credential, () => {
    credential?.authorize(ui, name, schema);
    // The first operation is shown opened.
    const [first] = operationsOf(definition);
    ui.layoutActions.show(["operations", "default", first?.operationId], true);
    showWhenSettled(element("swagger-ui"));
  });
  if (credential) showCredentialFields(schema, credential);
  element("facts").hidden = false;
}

/** Shows a part of the page once it no longer changes, so that the page does not jump. */
function showWhenSettled(part) {
  let timer;
  const observer = new MutationObserver(() => wait());
  const show = () => {
    observer.disconnect();
    part.hidden = false;
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(show, settleMs);
  };
  observer.observe(part, { subtree: true, childList: true, attributes: true, characterData: true });
  wait();
}

/** The first security scheme that any operation requires, with its name; empty when none does. */
function requiredScheme({ paths, security = [], securityDefinitions = {} }) {
  const required = operationsOf({ paths })
    .flatMap((operation) => operation.security ?? security)
    .flatMap((requirement) => Object.keys(requirement));
  return Object.entries(securityDefinitions).find(([name]) => required.includes(name)) ?? [];
}

function operationsOf({ paths }) {
  return Object.values(paths)
    .flatMap((path) => Object.values(path))
    .filter((part) => "responses" in part);
}

function showOperations(definition, credential, onComplete) {
  return SwaggerUIBundle({
    spec: definition,
    dom_id: "#swagger-ui",
    docExpansion: operationsOf(definition).length === 1 ? "full" : "list",
    defaultModelsExpandDepth: -1,
    defaultModelExpandDepth: 3,
    tryItOutEnabled: true,
    // Otherwise Swagger UI would send the definition's address to another site.
    validatorUrl: null,
    // Show the request with the placeholder, not the one that is sent.
    showMutatedRequest: false,
    requestInterceptor: (request) => (credential ? withSecret(request, credential) : request),
    responseInterceptor: (response) => {
      element("page-state").textContent = `The API responded with status ${response.status}.`;
      if (credential) showRefusal(refusalOf(response.status, credential));
      return response;
    },
    plugins: [withLabelledBody],
    onComplete,
  });
}

function withLabelledBody({ React }) {
  return {
    wrapComponents: {
      TextArea: (TextArea) => (props) =>
        React.createElement(TextArea, { "aria-label": "Request body", ...props }),
    },
  };
}

function withSecret(request, { shown, sent }) {
  const text = sent({ user: element("user").value, secret: secretBox.value.trim() });
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    String(value).replace(shown, () => text),
  ]);
  return Object.assign(request, {
    url: request.url.replace(shown, () => encodeURIComponent(text)),
    headers: Object.fromEntries(headers),
  });
}

function showCredentialFields(schema, { label }) {
  element("secret-label").textContent = label;
  element("user-field").hidden = schema.type !== "basic";
  element("key-source").hidden = schema.type !== "apiKey";
  if (schema.description) element("hint").textContent = schema.description;
  const form = element("credentials");
  form.addEventListener("input", () => showRefusal(""));
  form.addEventListener("submit", (event) => event.preventDefault());
  reveal.addEventListener("click", () => {
    const isHidden = secretBox.type === "password";
    secretBox.type = isHidden ? "text" : "password";
    reveal.textContent = isHidden ? "Hide" : "Show";
  });
  form.hidden = false;
}

/** What a status means for the credential; empty when it means nothing. */
function refusalOf(status, { noun }) {
  if (status !== 401 && status !== 403) return "";
  return secretBox.value.trim() === ""
    ? `The API asks for a ${noun} (${status}). Enter it here, then execute again.`
    : `The API refused the ${noun} (${status}). Check it, then execute again.`;
}

/** Shows a refusal in place of the hint and moves the focus to the box; an empty text removes it. */
function showRefusal(text) {
  element("refusal").textContent = text;
  element("refusal").hidden = text === "";
  element("hint").hidden = text !== "";
  secretBox.setAttribute("aria-invalid", String(text !== ""));
  if (text !== "") secretBox.focus();
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
