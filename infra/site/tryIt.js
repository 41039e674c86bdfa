"use strict";

const keyBox = document.getElementById("api-key");
const keyState = document.getElementById("key-state");

const ui = SwaggerUIBundle({
  url: "apiDefinition.swagger.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "full",
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  // Swagger UI would else send the definition's address to a site of others.
  validatorUrl: null,
  onComplete: useKey,
});

keyBox.addEventListener("input", useKey);
document.getElementById("key-form").addEventListener("submit", (event) => event.preventDefault());

/** Gives the key to every API-key scheme of the definition; it stays in this page. */
function useKey() {
  const key = keyBox.value.trim();
  const schemes = ui.specSelectors.securityDefinitions()?.toJS() ?? {};
  for (const [name, { type }] of Object.entries(schemes)) {
    if (type !== "apiKey") continue;
    if (key) ui.preauthorizeApiKey(name, key);
    else ui.authActions.logout([name]);
  }
  keyState.textContent = key ? "Calls are sent with this key." : "Calls are sent without a key.";
}
