/** The parts that every screen has: a title, actions, and a link to its operation in the explorer. */
import { useEffect, useRef, type ReactNode } from 'react';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import { useOpenInExplorer } from '../data/explorer';
import { useWords } from '../words';

export interface Shown {
  document: TypedDocumentNode<unknown, never> | TypedDocumentNode;
  variables: AnyVariables;
}

interface PageProps {
  title: string;
  help?: string;
  actions?: ReactNode;
  /** The screen's query. */
  operation?: Shown;
  children: ReactNode;
}

export function Page({ title, help, actions, operation, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Habeas`;
  }, [title]);
  // Moves the keyboard focus to the beginning of the new screen.
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <>
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {help ? <p className="quiet">{help}</p> : null}
        </div>
        <div className="row actions">
          {actions}
          {operation ? <OpenInExplorer {...operation} /> : null}
        </div>
      </header>
      {children}
    </>
  );
}

function OpenInExplorer({ document: shown, variables }: Shown) {
  const { common } = useWords();
  const open = useOpenInExplorer();
  return (
    <button type="button" className="plain" onClick={() => open(shown as TypedDocumentNode, variables)}>
      {common.openInExplorer}
    </button>
  );
}

interface SectionProps {
  title: string;
  help?: string;
  actions?: ReactNode;
  /** The section's query, on a screen with several. */
  operation?: Shown;
  children: ReactNode;
}

export function Section({ title, help, actions, operation, children }: SectionProps) {
  return (
    <section className="section" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <div className="row">
          {actions}
          {operation ? <OpenInExplorer {...operation} /> : null}
        </div>
      </header>
      {help ? <p className="quiet help">{help}</p> : null}
      {children}
    </section>
  );
}

/** A list of names with their values. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode] | undefined)[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) =>
        fact ? (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** Reserves the space of content that is being loaded, so that the page does not move when it arrives. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { common } = useWords();
  return (
    <div className="loading" role="status" style={{ minHeight: `${lines * 2.25}rem` }}>
      {common.loading}
    </div>
  );
}
