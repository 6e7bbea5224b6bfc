/** What every page stands on: settings, theme, the answers kept, and the view in the address. */
import { CssBaseline, ThemeProvider } from "@mui/material";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { SettingsProvider } from "../state/settings-context";
import { ViewProvider } from "../state/view-context";
import { keysOf } from "./routes";
import { theme } from "./theme";

export function Providers({ children }: { readonly children: ReactNode }) {
  const [answers] = useState(() => new QueryClient());
  return (
    <SettingsProvider>
      <ThemeProvider theme={theme}>
        <CssBaseline />
        <QueryClientProvider client={answers}>
          <ViewProvider keysOf={keysOf}>{children}</ViewProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </SettingsProvider>
  );
}
