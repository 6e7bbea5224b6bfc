/** The id that the server's log knows a request by, to copy into a question about it. */
import { Box, IconButton } from "@mui/material";
import { CopyIcon } from "./icons";
import { useSay } from "./say";

export function RequestId({ id }: { readonly id: string }) {
  const say = useSay();
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 0.5, color: "text.secondary", fontSize: 12 }}>
      Request <code>{id}</code>
      <IconButton
        size="small"
        aria-label="Copy the request id"
        onClick={() => {
          void navigator.clipboard.writeText(id).then(() => {
            say("Request id copied");
          });
        }}
        sx={{ width: "1.5rem", height: "1.5rem", fontSize: 14 }}
      >
        <CopyIcon />
      </IconButton>
    </Box>
  );
}
