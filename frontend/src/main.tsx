import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { OverviewPage } from "./app/pages/overview/page";
import { Providers } from "./app/providers";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element named root");
createRoot(root).render(
  <StrictMode>
    <Providers>
      <OverviewPage />
    </Providers>
  </StrictMode>,
);
