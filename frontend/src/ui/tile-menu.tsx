/** What can be taken out of a tile: files of all rows, its picture, a link, the question in other words. */
import { Divider, Menu, MenuItem, Typography } from "@mui/material";
import { navigate } from "wouter/use-browser-location";
import type { FileFormat } from "../api/rest";
import { useTileActions, type ActedOn, type TileActions } from "./tile-actions";

interface TileMenuProps extends ActedOn {
  readonly anchor: Element;
  readonly onClose: () => void;
  /** Where a tile has no button of its own for it. */
  readonly onProve?: (() => void) | undefined;
}

const FILES: readonly (readonly [FileFormat, string])[] = [
  ["csv", "CSV"],
  ["xlsx", "Excel (XLSX)"],
  ["parquet", "Parquet"],
];

interface Item {
  readonly label: string;
  readonly act: () => void;
}

export function TileMenu({ anchor, onClose, onProve, ...actedOn }: TileMenuProps) {
  const actions = useTileActions(actedOn);
  const groups: readonly (readonly [string, readonly Item[]])[] = [
    ["This number", onProve === undefined ? [] : [{ label: "How was this number made?", act: onProve }]],
    ["All rows as", FILES.map(([format, label]) => ({ label, act: () => void actions.saveRows(format) }))],
    ["Picture", picturesOf(actions)],
    ["Go on", goOn(actions)],
    ["Copy the question as", copiesOf(actions)],
  ];
  const close = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Menu anchorEl={anchor} open onClose={onClose} slotProps={{ list: { dense: true } }}>
      {groups
        .filter(([, items]) => items.length > 0)
        .flatMap(([title, items], index) => [
          index > 0 && <Divider key={`${title} line`} component="li" />,
          <Typography
            key={title}
            component="li"
            variant="caption"
            color="textSecondary"
            sx={{ px: 2, display: "block" }}
          >
            {title}
          </Typography>,
          ...items.map(({ label, act }) => (
            <MenuItem key={label} onClick={close(act)}>
              {label}
            </MenuItem>
          )),
        ])}
    </Menu>
  );
}

function picturesOf({ picture, savePicture }: TileActions): readonly Item[] {
  if (picture === null) return [];
  return [
    { label: "PNG", act: () => void savePicture("png") },
    { label: "SVG", act: () => void savePicture("svg") },
  ];
}

function goOn({ copyLink, explore }: TileActions): readonly Item[] {
  const link: Item = { label: "Copy link", act: copyLink };
  if (explore === null) return [link];
  return [
    link,
    {
      label: "Open in Explore",
      act: () => {
        navigate(explore);
      },
    },
  ];
}

function copiesOf({ copies }: TileActions): readonly Item[] {
  return Object.entries(copies).map(([label, act]) => ({ label, act }));
}
