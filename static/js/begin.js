// The design system's styles ask for these names before the page is drawn; so this stands first in the body.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
