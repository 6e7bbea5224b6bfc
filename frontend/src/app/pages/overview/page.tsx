/** Overview: are we ahead, and what moved it? One question to the API for everything on the page. */
export { default } from "../../placeholder";
