/** Where in the tree the page stands: all lines, one of them, one group of it. Each step back widens the filters. */
import { Breadcrumbs, Link as MuiLink, Typography } from "@mui/material";
import { Link } from "wouter";
import { useLink, useView } from "../../state/view-context";
import { narrowed, pathOf } from "./data";

export function Crumbs() {
  const { view } = useView();
  const link = useLink();
  const path = pathOf(view.filters);
  if (path === null) return null;
  const to = (line: string | null) => link("/products", { filters: narrowed(view.filters, { line, group: null }) });
  const steps = [
    { name: "All lines", line: null },
    ...(path.above === null ? [] : [{ name: path.above, line: path.above }]),
  ];
  return (
    <Breadcrumbs aria-label="Path" separator="›" sx={{ fontSize: 13 }}>
      {steps.map(({ name, line }) => (
        <MuiLink key={name} component={Link} href={to(line)}>
          {name}
        </MuiLink>
      ))}
      <Typography component="span" sx={{ fontSize: 13 }} aria-current="page">
        {path.here}
      </Typography>
    </Breadcrumbs>
  );
}
