/** What can be done with one bucket: look at it alone, or copy its value at full precision. */
import { Menu, MenuItem } from "@mui/material";
import { useSay } from "../ui/say";
import type { PointText } from "./point-text";
import type { RangeSelect } from "./range-select";

interface PointMenuProps {
  readonly text: PointText;
  readonly index: number;
  readonly range: RangeSelect | undefined;
  /** Pixels in the window. */
  readonly at: { readonly left: number; readonly top: number };
  readonly onClose: () => void;
}

export function PointMenu({ text, index, range, at, onClose }: PointMenuProps) {
  const say = useSay();
  const value = text.rows[0]?.value ?? null;
  const copy = () => {
    void navigator.clipboard.writeText(String(value)).then(() => {
      say(`Copied ${String(value)}`);
    });
  };
  return (
    <Menu
      open
      onClose={onClose}
      anchorReference="anchorPosition"
      anchorPosition={at}
      transitionDuration={0}
      slotProps={{ list: { "aria-label": text.head, dense: true } }}
    >
      {range !== undefined && (
        <MenuItem
          onClick={() => {
            onClose();
            range.onZoom(index, index);
          }}
        >
          Show only {range.words(index, index)}
        </MenuItem>
      )}
      <MenuItem
        disabled={value === null}
        onClick={() => {
          onClose();
          copy();
        }}
      >
        Copy value
      </MenuItem>
    </Menu>
  );
}
