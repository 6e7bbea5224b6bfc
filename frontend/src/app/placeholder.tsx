/** Stands where a page has no content. */
import { Typography } from "@mui/material";

export default function Placeholder() {
  return <Typography color="text.secondary">This page has no tiles.</Typography>;
}
