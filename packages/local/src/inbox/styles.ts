/** One column on a phone, two panes from 56 rem. */
export const styles = `
body { min-height: 100dvh; display: flex; flex-direction: column; }
header {
  display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.5rem; padding: .75rem 1rem;
  background: var(--sheet); border-bottom: 1px solid var(--line);
}
.home { color: inherit; text-decoration: none; }
form { flex: 1 1 14rem; max-width: 28rem; margin-inline-start: auto; }
input {
  width: 100%; height: 2.5rem; padding: 0 .75rem; border: 1px solid var(--field); border-radius: 8px; background: transparent;
}
input::placeholder { color: var(--quiet); opacity: 1; }
main { flex: 1; display: grid; min-height: 0; align-content: start; }
@media (max-width: 55.99rem) {
  .listing:has(li) > section, .listing:not(:has(li)) > nav, .reading > nav { display: none; }
}
.count { padding: .75rem 1rem .5rem; font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
ol { list-style: none; padding: 0; }
li { border-top: 1px solid var(--line); }
li a { display: grid; gap: .25rem; padding: .75rem 1rem; color: inherit; text-decoration: none; }
li a:hover { background: color-mix(in srgb, var(--accent) 6%, transparent); }
li a[aria-current] { background: var(--accent-paper); box-shadow: inset 3px 0 var(--accent); }
li a:focus-visible { outline-offset: -2px; }
.row { display: flex; align-items: center; gap: .375rem; min-width: 0; }
.to { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .875rem; color: var(--quiet); }
.subject { overflow-wrap: anywhere; font-weight: 550; line-height: 1.35; }
time { font-variant-numeric: tabular-nums; }
li time { font-size: .8125rem; color: var(--quiet); }
.paging { display: flex; gap: 1rem; padding: .75rem 1rem; border-top: 1px solid var(--line); }
.paging:not(:has(a)) { border: 0; }
section { min-width: 0; }
article { display: flex; flex-direction: column; gap: .75rem; padding: 1rem; min-height: 100%; }
h1, h2 { font-size: 1.375rem; line-height: 1.25; letter-spacing: -.015em; overflow-wrap: anywhere; }
dl { display: grid; gap: .125rem; font-size: .9375rem; }
dl div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .5rem; }
dt { color: var(--quiet); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; }
details { font-size: .9375rem; }
details dl { margin-top: .375rem; }
summary { cursor: pointer; width: fit-content; }
.tabs { display: flex; gap: .25rem; }
.tabs a { padding: .375rem .75rem; border-radius: 8px; text-decoration: none; color: var(--quiet); font-weight: 550; }
.tabs a[aria-current] { color: var(--accent); background: var(--accent-paper); }
.body { flex: 1; width: 100%; min-height: 32rem; border: 1px solid var(--line); border-radius: 12px; }
iframe.body { background: #fff; color-scheme: light; }
pre.body {
  padding: 1rem; background: var(--sheet); white-space: pre-wrap; overflow-wrap: anywhere; min-height: 12rem;
  font: .9375rem/1.5 ui-monospace, Menlo, Consolas, monospace;
}
.empty { display: grid; place-content: center; gap: .25rem; min-height: 60vh; padding: 1rem; text-align: center; color: var(--quiet); }
.empty :is(h1, h2) { color: var(--ink); }
.hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
@media (min-width: 56rem) {
  body { height: 100dvh; }
  main { grid-template: minmax(0, 1fr) / 24rem minmax(0, 1fr); align-content: stretch; }
  main > nav, main > section { overflow-y: auto; min-height: 0; }
  main > nav { background: var(--sheet); border-inline-end: 1px solid var(--line); }
  article { padding: 1.5rem 2rem; }
  .back { display: none; }
}
`;
