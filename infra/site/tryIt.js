// Shows the published definition in Swagger UI, with one box for the key.

/** What Swagger UI shows in place of the key, so that a shown request can be shared. */
const placeholder = "YOUR_KEY";

/**
 * By type of security scheme: the field's label, what a refusal calls it, how Swagger UI learns of
 * the placeholder, the text that then stands for it in a request, and the text that is sent.
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

followColorScheme();
try {
  showPage(await loadDefinition());
  element("page-state").hidden = true;
} catch (error) {
  element("page-state").classList.add("problem");
  element("page-state").textContent =
    `The connector's definition could not be shown: ${error.message}. ` +
    "Reload this page. If that does not help, deploy the connector again.";
}

async function loadDefinition() {
  const response = await fetch("apiDefinition.swagger.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`its address answered ${response.status}`);
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
  const ui = showOperations(definition, credential, () => credential?.authorize(ui, name, schema));
  if (credential) showCredentialFields(schema, credential);
  element("facts").hidden = false;
}

/** The first security scheme that any operation asks for, with its name; nothing when none does. */
function requiredScheme({ paths, security = [], securityDefinitions = {} }) {
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const required = operations
    .flatMap((operation) => operation.security ?? security)
    .flatMap((requirement) => Object.keys(requirement));
  return Object.entries(securityDefinitions).find(([name]) => required.includes(name)) ?? [];
}

function showOperations(definition, credential, onComplete) {
  const count = Object.values(definition.paths).flatMap((path) => Object.keys(path)).length;
  return SwaggerUIBundle({
    spec: definition,
    dom_id: "#swagger-ui",
    docExpansion: count === 1 ? "full" : "list",
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    // Swagger UI would else send the definition's address to a site of others.
    validatorUrl: null,
    // What is shown is the request with the placeholder, and not the one that is sent.
    showMutatedRequest: false,
    requestInterceptor: (request) => (credential ? withSecret(request, credential) : request),
    responseInterceptor: (response) => {
      if (credential) showRefusal(response.status, credential);
      return response;
    },
    plugins: [withoutOwnHeader, withLabelledBody],
    onComplete,
  });
}

/** The page's own header and key box stand in for Swagger UI's. */
function withoutOwnHeader() {
  const nothing = () => () => null;
  return {
    wrapComponents: {
      InfoContainer: nothing,
      SchemesContainer: nothing,
      AuthorizeBtnContainer: nothing,
      authorizeOperationBtn: nothing,
    },
  };
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
  const hint =
    schema.description ??
    "It stays in this page. Whoever deployed the connector has it: pulumi stack output apiKey --show-secrets";
  const form = element("credentials");
  const showHint = () => showSecretState(hint, false);
  form.addEventListener("input", showHint);
  form.addEventListener("submit", (event) => event.preventDefault());
  reveal.addEventListener("click", () => {
    secretBox.type = secretBox.type === "password" ? "text" : "password";
    reveal.textContent = secretBox.type === "password" ? "Show" : "Hide";
  });
  showHint();
  form.hidden = false;
}

function showRefusal(status, { noun }) {
  if (status !== 401 && status !== 403) return;
  const text =
    secretBox.value.trim() === ""
      ? `The API asks for a ${noun} (${status}). Enter it here, then execute again.`
      : `The API refused the ${noun} (${status}). Check that it is whole and still in use, then execute again.`;
  showSecretState(text, true);
  secretBox.focus();
}

function showSecretState(text, isProblem) {
  element("secret-state").textContent = text;
  element("secret-state").classList.toggle("problem", isProblem);
  secretBox.setAttribute("aria-invalid", String(isProblem));
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Swagger UI knows the dark scheme by a class. */
function followColorScheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", follow);
  follow();
}
