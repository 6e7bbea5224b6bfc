/** The head of a table: each sortable column is a button that says how the list is sorted now. */
import { isText } from "./columns";
import type { DataTableProps } from "./data-table";
import { nextSort, type Sorted } from "./sort";

type HeadProps<Row extends object> = Pick<
  DataTableProps<Row>,
  "columns" | "rowHead" | "rowSort" | "sorted" | "defaultSort" | "onSort" | "selection"
>;

export function TableHead<Row extends object>({ columns, rowHead, rowSort, selection, ...sorting }: HeadProps<Row>) {
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className="pick">
            <span style={{ fontSize: 0 }}>Chosen</span>
          </th>
        )}
        <Head label={rowHead} sort={rowSort} className="first text" {...sorting} />
        {columns.map(({ field, label, kind, sort, definition }) => (
          <Head
            key={field}
            label={label}
            sort={sort}
            definition={definition}
            className={isText(kind) ? "text" : ""}
            {...sorting}
          />
        ))}
      </tr>
    </thead>
  );
}

interface OneHead {
  readonly label: string;
  readonly sort: string | undefined;
  readonly className: string;
  readonly definition?: string | undefined;
  readonly sorted?: Sorted | null | undefined;
  readonly defaultSort?: string | undefined;
  readonly onSort?: ((sorted: Sorted | null) => void) | undefined;
}

function Head({ onSort, sort, ...head }: OneHead) {
  if (sort !== undefined && onSort !== undefined) return <SortHead {...head} sort={sort} onSort={onSort} />;
  return (
    <th scope="col" className={head.className} title={head.definition}>
      {head.label}
    </th>
  );
}

interface SortHeadProps extends OneHead {
  readonly sort: string;
  readonly onSort: (sorted: Sorted | null) => void;
}

function SortHead({ label, sort, className, definition, sorted = null, defaultSort, onSort }: SortHeadProps) {
  const order = orderOf(sort, sorted, defaultSort);
  return (
    <th scope="col" className={className} aria-sort={ARIA[order]} title={definition}>
      <button
        type="button"
        className="sort"
        onClick={() => {
          onSort(nextSort(sort, sorted));
        }}
      >
        {label}
        <span aria-hidden="true">{MARK[order]}</span>
      </button>
    </th>
  );
}

function orderOf(sort: string, sorted: Sorted | null, defaultSort: string | undefined): keyof typeof ARIA {
  if (sorted !== null) return sorted.sortBy === sort ? sorted.order : "NONE";
  return defaultSort === sort ? "DESC" : "NONE";
}

const ARIA = { DESC: "descending", ASC: "ascending", NONE: "none" } as const;
const MARK = { DESC: "▼", ASC: "▲", NONE: "" } as const;
