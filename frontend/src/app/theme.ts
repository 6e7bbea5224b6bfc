/** Colours, type and sizes of the product, light and dark. */
import { createTheme, type StorageManager } from "@mui/material/styles";
import { settingsNow } from "../state/settings-kept";

const MODE_KEY = "mui-mode";
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const grown = (size: unknown) => (typeof size === "number" ? `${size / 16}rem` : String(size));

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "class" },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: "#1E65AA" },
        warning: { main: "#B3490B" },
        background: { default: "#F4F6F8", paper: "#FFFFFF" },
        text: { primary: "#1B232C", secondary: "#4A5562" },
        divider: "#DFE4EA",
      },
    },
    dark: {
      palette: {
        primary: { main: "#5EA2ED" },
        warning: { main: "#F0955A" },
        background: { default: "#0E1115", paper: "#15191E" },
        text: { primary: "#EEF2F6", secondary: "#B4BDC8" },
        divider: "#2C343D",
      },
    },
  },
  shape: { borderRadius: 8 },
  // for a reader of large letters a screen is as narrow as it is in them
  breakpoints: { unit: "em", values: { xs: 0, sm: 37.5, md: 56.25, lg: 75, xl: 96 } },
  // sizes of letters are written in pixels of the usual 16, and grow with the reader's own
  unstable_sxConfig: { fontSize: { themeKey: "typography", transform: grown } },
  typography: {
    fontFamily: FONT,
    fontSize: 14,
    body1: { fontSize: "var(--type)" },
    body2: { fontSize: "0.8125rem" },
    button: { textTransform: "none", fontWeight: 500 },
  },
  components: {
    MuiButton: { defaultProps: { disableElevation: true, size: "small" } },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    // the ground of a raised sheet is the paper's, not a tint of it
    MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
  },
});

/** The choice of light or dark lies with the settings; the library only asks here. */
export const themeStore: StorageManager = ({ key }) => ({
  get: (standard: unknown): unknown => (key === MODE_KEY ? settingsNow().theme : standard),
  set: () => undefined,
  subscribe: () => () => undefined,
});
