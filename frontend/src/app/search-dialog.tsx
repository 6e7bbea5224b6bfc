/** Finds a member by part of its name, over every dimension that has a page or a filter. */
import { Box, Dialog, Typography } from "@mui/material";
import { useDeferredValue, useState } from "react";
import { navigate } from "wouter/use-browser-location";
import { useOptions } from "../api/options";
import { withMembers, type Dimension } from "../state/view";
import { memberPath, useLink, useView } from "../state/view-context";
import { ComboField, focusOn } from "../ui/combo-field";
import { NAMES } from "./filter-bar/names";
import { Icon } from "./icons";

const MOST = 6;

interface Hit {
  readonly dimension: Dimension;
  readonly value: string;
}

export default function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const { hits, isSearching } = useHits(useDeferredValue(typed.trim()));
  const open = useOpen();
  const choose = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onClose();
    open(hit);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      aria-label="Find a member"
      fullWidth
      maxWidth="sm"
      sx={{ "& .MuiDialog-container": { alignItems: "flex-start" } }}
    >
      <Box
        sx={{ display: "flex", alignItems: "center", gap: 1.5, px: 2, py: 1, borderBottom: 1, borderColor: "divider" }}
      >
        <Icon name="search" />
        <ComboField
          inputRef={focusOn}
          label="Name of a member"
          placeholder="Branch, line, salesperson, product or customer"
          typed={typed}
          onType={setTyped}
          list="search-hits"
          options="search"
          count={hits.length}
          active={active}
          onMove={setActive}
          onEnter={() => {
            choose(hits[active]);
          }}
          isExpanded={hits.length > 0}
        />
      </Box>
      <Box
        component="ul"
        id="search-hits"
        role="listbox"
        aria-label="Members found"
        sx={{ m: 0, p: 0, listStyle: "none", maxHeight: 420, overflowY: "auto" }}
      >
        {hits.map((hit, index) => (
          <Box
            key={`${hit.dimension} ${hit.value}`}
            component="li"
            id={`search-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => {
              choose(hit);
            }}
            sx={{
              px: 2,
              minHeight: 40,
              display: "flex",
              alignItems: "center",
              gap: 2,
              cursor: "pointer",
              bgcolor: index === active ? "action.selected" : "transparent",
              "&:hover": { bgcolor: "action.hover" },
            }}
          >
            <Box sx={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
              {hit.value}
            </Box>
            <Typography variant="body2" color="textSecondary">
              {NAMES[hit.dimension]}
            </Typography>
          </Box>
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ px: 2, py: 1 }}>
        {hits.length > 0
          ? "Enter opens it, ↑ ↓ move"
          : isSearching
            ? "Searching"
            : "Nobody and nothing has this in its name."}
      </Typography>
    </Dialog>
  );
}

function useHits(search: string): { readonly hits: readonly Hit[]; readonly isSearching: boolean } {
  const branch = useOptions("branch", search, MOST);
  const productLine = useOptions("productLine", search, MOST);
  const salesperson = useOptions("salesperson", search, MOST);
  const product = useOptions("product", search, MOST);
  const customer = useOptions("customer", search, MOST);
  const all = { branch, productLine, salesperson, product, customer };
  const hits = Object.entries(all).flatMap(([dimension, { data }]) =>
    (data?.found ?? []).map(({ value }) => ({ dimension: dimension as Dimension, value })),
  );
  return { hits, isSearching: Object.values(all).some((query) => query.isFetching) };
}

/** Opens the member's page; a product line has none and becomes a filter of the products. */
function useOpen(): (hit: Hit) => void {
  const link = useLink();
  const { view } = useView();
  return ({ dimension, value }) => {
    const path = memberPath(dimension, value);
    const filters = withMembers(view.filters, dimension, { in: [value], notIn: [] });
    navigate(path === null ? link("/products", { filters }) : link(path));
  };
}
