import { answers } from "./app/first";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/providers";
import { Router } from "./app/router";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element named root");
createRoot(root).render(
  <StrictMode>
    <Providers answers={answers}>
      <Router />
    </Providers>
  </StrictMode>,
);
