import { Skeleton } from "@mui/material";

/** In place of a page whose code is on its way. */
export const WAITING = <Skeleton variant="rounded" height={300} />;
