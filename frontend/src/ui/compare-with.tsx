/** Puts a member beside others of its kind: they are chosen here, and shown side by side in Explore. */
import { Box, Button, Dialog, DialogActions, DialogTitle, Typography } from "@mui/material";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { navigate } from "wouter/use-browser-location";
import { useOptions } from "../api/options";
import { useShell } from "../api/shell";
import { LONGEST_ADDRESS, type Dimension } from "../state/view";
import { useLink, useView } from "../state/view-context";
import { sideBySide } from "../state/explore-link";
import { ComboField, FRAMED, focusOn } from "./combo-field";
import { PickerList } from "./picker-list";
import { listed, toggled } from "./picker-model";

interface CompareWithProps {
  readonly dimension: Dimension;
  readonly name: string;
  readonly onClose: () => void;
}

export default function CompareWith({ dimension, name, onClose }: CompareWithProps) {
  const id = useId();
  const label = useLabel(dimension);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [others, setOthers] = useState<readonly string[]>([]);
  const search = useDeferredValue(typed.trim());
  const options = useOptions(dimension, search);
  const rows = listed(options.data?.found ?? [], [], search).filter(({ value }) => value !== name);
  const link = useLink();
  const { view } = useView();
  const address = (members: readonly string[]) => link("/explore", sideBySide(view, dimension, members));
  const isTooLong = address([name, ...others]).length > LONGEST_ADDRESS;
  const isReady = others.length > 0 && !isTooLong;
  const choose = (value: string, only: boolean) => {
    setOthers(only ? [value] : toggled(others, value));
  };
  const compare = () => {
    if (!isReady) return;
    onClose();
    navigate(address([name, ...others]));
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) compare();
    else if (rows[active]) choose(rows[active].value, event.shiftKey);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} fullWidth maxWidth="xs">
      <DialogTitle id={`${id}-title`} sx={{ pb: 1, fontSize: 16, overflowWrap: "anywhere" }}>
        Compare {name} with…
      </DialogTitle>
      <Box sx={{ px: 2, pb: 1 }}>
        <ComboField
          inputRef={focusOn}
          label={`Search ${label}`}
          placeholder={`Search ${label}`}
          typed={typed}
          onType={setTyped}
          list={`${id}-list`}
          options={id}
          count={rows.length}
          active={active}
          onMove={setActive}
          onEnter={onEnter}
          sx={FRAMED}
        />
      </Box>
      <Box sx={{ maxHeight: 320, display: "flex", flexDirection: "column" }}>
        <PickerList id={id} label={label} rows={rows} marked={others} mode="in" active={active} onChoose={choose} />
      </Box>
      <DialogActions sx={{ px: 2 }}>
        <Typography variant="caption" color="textSecondary" role="status" sx={{ flex: 1 }}>
          {isTooLong ? "These are too many for an address: choose fewer." : footer()}
        </Typography>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={!isReady} onClick={compare}>
          Compare in Explore
        </Button>
      </DialogActions>
    </Dialog>
  );

  function footer(): string {
    if (options.error) return options.error.message;
    if (options.data && rows.length === 0)
      return search === "" ? "There is no other." : "No other has this in its name.";
    return `${others.length} chosen · Ctrl+Enter compares`;
  }
}

function useLabel(dimension: Dimension): string {
  return (useShell()?.dimensions.get(dimension)?.label ?? dimension).toLowerCase();
}
