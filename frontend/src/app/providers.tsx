/** What every page stands on: the theme, the answers kept, and the view in the address. */
import { createTheme, CssBaseline, ThemeProvider } from "@mui/material";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ViewProvider } from "../state/view-context";

const theme = createTheme({
  cssVariables: true,
  colorSchemes: {
    light: { palette: { primary: { main: "#1E65AA" }, warning: { main: "#B3490B" } } },
    dark: { palette: { primary: { main: "#5EA2ED" }, warning: { main: "#F0955A" } } },
  },
  typography: { fontFamily: "system-ui, sans-serif", fontSize: 14 },
});

export function Providers({ children }: { readonly children: ReactNode }) {
  const [answers] = useState(() => new QueryClient());
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <QueryClientProvider client={answers}>
        <ViewProvider>{children}</ViewProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
