/** Colours, type and sizes of the product, light and dark. */
import { createTheme } from "@mui/material";

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "class" },
  colorSchemes: {
    light: { palette: { primary: { main: "#1E65AA" }, warning: { main: "#B3490B" } } },
    dark: { palette: { primary: { main: "#5EA2ED" }, warning: { main: "#F0955A" } } },
  },
  typography: { fontFamily: "system-ui, sans-serif", fontSize: 14 },
});
