/** A member's name: a link to its page that carries the view, and a funnel that filters to it. */
import { Link } from "wouter";
import { withMembers, type Dimension } from "../state/view";
import { memberPath, useLink, useView } from "../state/view-context";
import { unnamed } from "../words";
import { FunnelIcon } from "./icons";

interface MemberProps {
  readonly dimension: Dimension;
  /** Null are the lines without a member. */
  readonly name: string | null;
  readonly color?: string | undefined;
}

export function Member({ dimension, name, color }: MemberProps) {
  const { view, show } = useView();
  if (name === null)
    return (
      <span className="name nobody" title={unnamed(dimension)}>
        {unnamed(dimension)}
      </span>
    );
  const isChosen = view.filters[dimension]?.in.includes(name) === true;
  return (
    <span className="member">
      {color !== undefined && <span className="dot" aria-hidden="true" style={{ backgroundColor: color }} />}
      <MemberLink dimension={dimension} name={name} />
      {!isChosen && (
        <button
          type="button"
          className="funnel"
          aria-label={`Filter to ${name}`}
          title={`Filter to ${name}`}
          onClick={() => void show({ filters: withMembers(view.filters, dimension, { in: [name], notIn: [] }) })}
        >
          <FunnelIcon />
        </button>
      )}
    </span>
  );
}

function MemberLink({ dimension, name }: { readonly dimension: Dimension; readonly name: string }) {
  const link = useLink();
  const path = memberPath(dimension, name);
  if (path === null)
    return (
      <span className="name" title={name}>
        {name}
      </span>
    );
  return (
    <Link href={link(path)} className="name" title={name}>
      {name}
    </Link>
  );
}
