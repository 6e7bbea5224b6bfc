/** A name that no sale has: said in the API's words, with a link to the nearest. */
import { Alert, Link as MuiLink } from "@mui/material";
import { Link } from "wouter";
import type { Dimension } from "../../state/view";
import { memberPath, useLink } from "../../state/view-context";
import type { MissingMember } from "./data";

interface MissingProps {
  readonly dimension: Dimension;
  readonly missing: MissingMember;
}

export function Missing({ dimension, missing }: MissingProps) {
  const link = useLink();
  return (
    <Alert severity="warning" data-state="missing">
      {missing.message}
      {missing.nearest.map((name, index) => (
        <span key={name}>
          {index === 0 ? " Did you mean " : ", "}
          <MuiLink component={Link} href={link(memberPath(dimension, name) ?? "/")}>
            {name}
          </MuiLink>
        </span>
      ))}
      {missing.nearest.length > 0 && "?"}
    </Alert>
  );
}
