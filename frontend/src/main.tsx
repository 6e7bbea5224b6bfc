import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { land } from "./app/landing";
import { Providers } from "./app/providers";
import { Router } from "./app/router";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element named root");
land();
createRoot(root).render(
  <StrictMode>
    <Providers>
      <Router />
    </Providers>
  </StrictMode>,
);
