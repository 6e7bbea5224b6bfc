/** Data: what is loaded, and did my file balance? */
import { Box } from "@mui/material";
import { DataPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { LoadedTile } from "../../../features/loaded/panel";

const VARIABLES = {};

export default function DataPage() {
  const page = usePageQuery(DataPageDocument, VARIABLES);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <LoadedTile asked={tileOf(page, ({ loadedDays }) => loadedDays)} />
    </Box>
  );
}
