/** The look of the issuer's pages, in the colours of the sites: one column, system fonts, light and dark. */
export const styles = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#f1f2f0, #0f1113);
  --surface: light-dark(#ffffff, #181b1e);
  --sunken: light-dark(#e6e8e5, #0a0b0d);
  --ink: light-dark(#14171a, #f2f3f0);
  --quiet: light-dark(#565c63, #a7adb4);
  --line: light-dark(#dadcd8, #2b3036);
  --line-strong: light-dark(#82888e, #6f767e);
  --lamp: light-dark(#ffcf33, #ffd24a);
  --lamp-hover: light-dark(#f7c11a, #ffdf7d);
  --focus: light-dark(#1d4fd8, #9db8ff);
  --bad: light-dark(#ad211a, #ff9d94);
  --bad-soft: light-dark(#fde5e2, #3a1714);
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem 1rem;
  background: var(--canvas); color: var(--ink);
  font: 1rem/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
main {
  width: min(26rem, 100%); padding: 2rem; border: 1px solid var(--line); border-radius: 14px;
  background: var(--surface);
}
@media (max-width: 30rem) { main { padding: 1.5rem 1.25rem; } }
.brand { display: flex; align-items: center; gap: .5rem; font-weight: 600; margin-bottom: 1.5rem; }
.brand svg { width: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.5; }
h1 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.015em; font-weight: 620; }
.lead { color: var(--quiet); margin-top: .25rem; }
form { margin-top: 1.25rem; }
label { display: block; font-size: .875rem; font-weight: 550; margin: .875rem 0 .3rem; }
input:not([type=hidden]) {
  width: 100%; height: 2.75rem; padding: 0 .75rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line-strong); border-radius: 8px;
}
input[aria-invalid] { border-color: var(--bad); }
button { font: inherit; color: inherit; cursor: pointer; }
.primary {
  width: 100%; height: 2.75rem; margin-top: 1.25rem; border: 0; border-radius: 8px;
  background: var(--lamp); color: #14171a; font-weight: 600;
}
.primary:hover { background: var(--lamp-hover); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.error {
  margin-top: 1rem; padding: .625rem .75rem; border-radius: 8px; font-size: .9375rem;
  color: var(--bad); background: var(--bad-soft);
}
section { margin-top: 1.75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h2 { font-size: .875rem; font-weight: 600; }
.hint { font-size: .875rem; color: var(--quiet); }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; color: var(--ink); }
ul { list-style: none; padding: 0; margin-top: .75rem; display: grid; gap: .5rem; }
li form { margin: 0; }
.account {
  width: 100%; display: flex; align-items: center; justify-content: space-between; gap: .75rem;
  padding: .5rem .75rem; text-align: start; background: transparent;
  border: 1px solid var(--line); border-radius: 8px;
}
.account:hover { background: var(--sunken); }
.who { display: grid; line-height: 1.3; min-width: 0; }
.who b { font-weight: 550; }
.who span { font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
.role { font-size: .8125rem; color: var(--quiet); }
.links { display: flex; gap: 1.25rem; margin-top: 1.25rem; }
a { color: inherit; text-underline-offset: .2em; }
`;
