/** What every page stands on: settings, theme, the answers kept, the watch over the data, the view in the address. */
import { CssBaseline, ThemeProvider, useColorScheme } from "@mui/material";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { SettingsProvider, useSettings } from "../state/settings-context";
import { switchShortcuts } from "../state/keys";
import { ViewProvider } from "../state/view-context";
import { Speaking } from "../ui/say";
import { Gate } from "./access/gate";
import { DocumentStyles } from "./global-styles";
import { LiveProvider } from "./live";
import { declaredAt } from "./routes";
import { theme, themeStore } from "./theme";

interface ProvidersProps {
  readonly answers: QueryClient;
  readonly children: ReactNode;
}

export function Providers({ answers, children }: ProvidersProps) {
  return (
    <SettingsProvider>
      <ThemeProvider theme={theme} storageManager={themeStore} defaultMode="system" noSsr>
        <CssBaseline />
        <DocumentStyles />
        <SettingsOnDocument />
        <QueryClientProvider client={answers}>
          <Gate>
            <LiveProvider>
              <ViewProvider declaredAt={declaredAt}>
                <Speaking>{children}</Speaking>
              </ViewProvider>
            </LiveProvider>
          </Gate>
        </QueryClientProvider>
      </ThemeProvider>
    </SettingsProvider>
  );
}

/** Theme, density and motion are the document's, so that styles alone follow them; paper is always light. */
function SettingsOnDocument() {
  const { settings } = useSettings();
  const { setMode } = useColorScheme();
  const { theme: mode, density, reducedMotion, shortcuts } = settings;
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = density;
    dataset.motion = reducedMotion ? "reduced" : "full";
    switchShortcuts(shortcuts);
  }, [density, reducedMotion, shortcuts]);
  useEffect(() => {
    const onPaper = () => {
      setMode("light");
    };
    const onScreen = () => {
      setMode(mode);
    };
    onScreen();
    window.addEventListener("beforeprint", onPaper);
    window.addEventListener("afterprint", onScreen);
    return () => {
      window.removeEventListener("beforeprint", onPaper);
      window.removeEventListener("afterprint", onScreen);
    };
  }, [mode, setMode]);
  return null;
}
