/** Small drawings for buttons; each button says in words what it does. */
const icon = (name: string, path: string) => {
  function Icon() {
    return (
      <svg className="icon" viewBox="0 0 24 24" focusable="false" aria-hidden="true">
        <path d={path} />
      </svg>
    );
  }
  Icon.displayName = name;
  return Icon;
};

export const FunnelIcon = icon("Funnel", "M4 5h16v2l-6 7v6l-4-2v-4L4 7z");
export const DotsIcon = icon(
  "Dots",
  "M12 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4m0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4m0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
);
export const TableIcon = icon("Table", "M3 4h18v16H3zm2 5v4h6V9zm8 0v4h6V9zm-8 6v3h6v-3zm8 0v3h6v-3z");
export const ChartIcon = icon("Chart", "M4 4h2v14h14v2H4zm4.5 11 4-5 3 3 4-6 1.6 1.1-5.4 8.1-3-3-2.6 3.2z");
export const ProofIcon = icon(
  "Proof",
  "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20m0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16m-1 3h2v2h-2zm0 4h2v6h-2z",
);
export const CloseIcon = icon(
  "Close",
  "m6.4 5 5.6 5.6L17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5 17.600 10.600 12 5 6.400z",
);
export const CopyIcon = icon("Copy", "M8 3h12v14H8zm2 2v10h8V5zM4 7h2v12h10v2H4z");
export const OpenIcon = icon("Open", "m9 5 7 7-7 7-1.400-1.400L13.200 12 7.600 6.400z");
export const UntickedIcon = icon(
  "Unticked",
  "M19 5v14H5V5h14m0-2H5c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h14c1.1 0 2-.9 2-2V5c0-1.1-.9-2-2-2z",
);
export const TickedIcon = icon(
  "Ticked",
  "M19 3H5c-1.11 0-2 .9-2 2v14c0 1.1.89 2 2 2h14c1.11 0 2-.9 2-2V5c0-1.1-.89-2-2-2zm-9 14l-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8l-9 9z",
);
