/** The few icons of the frame, drawn on 24 × 24 with the colour of the text. */

const PATHS = {
  overview: "M4 13h6V4H4zm0 7h6v-4H4zm10 0h6v-9h-6zm0-16v4h6V4z",
  salespeople:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6.5 9v-1.5A4.5 4.5 0 0 1 7 14h4a4.5 4.5 0 0 1 4.5 4.5V20M16 4.6a3.5 3.5 0 0 1 0 6.3M18 14.3a4.5 4.5 0 0 1 3.5 4.2V20",
  products: "M12 3 4 7.2v9.6L12 21l8-4.2V7.2zM4 7.2l8 4.3 8-4.3M12 11.5V21M8 5.1l8 4.3",
  branches:
    "M4 10v10h16V10M3 9.5 5 4h14l2 5.5a2.6 2.6 0 0 1-4.5 1 2.9 2.9 0 0 1-4.5 0 2.9 2.9 0 0 1-4.5 0A2.6 2.6 0 0 1 3 9.500zM10 20v-5h4v5",
  customers: "M12 11.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500a7.5 6 0 0 1 15 0",
  profit: "M4 20h16M6 20v-6M11 20V9M16 20v-8M4 9.500l5-5 4 3.5 6-4.5",
  explore: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20.5 20.500M7.5 10.500h6M10.5 7.500v6",
  data: "M12 8.500c4.4 0 8-1.3 8-2.800S16.4 3 12 3 4 4.2 4 5.700s3.6 2.8 8 2.800zM4 5.700v12.600C4 19.8 7.6 21 12 21s8-1.2 8-2.700V5.700M4 12c0 1.5 3.6 2.7 8 2.700s8-1.2 8-2.7",
  diagnostics: "M3 12h4l2.5-7 5 14 2.5-7h4",
  settings:
    "M12 15.200a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.400zM19 12c0-.5 0-.9-.1-1.300l2-1.6-2-3.4-2.4 1a7 7 0 0 0-2.2-1.300L14 3h-4l-.4 2.400a7 7 0 0 0-2.2 1.300l-2.4-1-2 3.4 2 1.600a7 7 0 0 0 0 2.600l-2 1.6 2 3.4 2.4-1a7 7 0 0 0 2.2 1.300L10 21h4l.4-2.400a7 7 0 0 0 2.2-1.300l2.4 1 2-3.4-2-1.600c0-.4.1-.8.1-1.300z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "m7 10 5 5 5-5",
  left: "m14.5 6-6 6 6 6",
  right: "m9.5 6 6 6-6 6",
  up: "m7 14 5-5 5 5",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.500L19 7.5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
  calendar: "M4 6h16v14H4zM4 10h16M8 3.500V8M16 3.500V8",
  filter: "M4 5h16l-6 7.500V19l-4 1.500v-8z",
  plus: "M12 5v14M5 12h14",
  share: "M12 15V4M8 7.5 12 3.500l4 4M5 12v8h14v-8",
  star: "m12 4 2.5 5.1 5.6.8-4 4 .9 5.6-5-2.6-5 2.6.9-5.6-4-4 5.6-.8z",
  help: "M9 9.200a3 3 0 1 1 4.3 2.700c-.8.4-1.3 1-1.3 2.100M12 17.500h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  compare: "M8 4v16M16 4v16M8 8H4m4 8H4M20 8h-4m4 8h-4",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500V5M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.3 7 7M17 17l1.7 1.700M18.7 5.3 17 7M7 17l-1.7 1.7",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z",
  out: "M10 4H5v16h5M9.5 12H20M16 8l4 4-4 4",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 3 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
