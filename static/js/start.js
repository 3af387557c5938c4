// Loaded on every page as a module. Pages work without it; with it the design systems' own behaviour is switched on.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { initAll as initMinistry } from "../vendor/moj-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
initMinistry();
