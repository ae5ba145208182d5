/** The frame of every sandbox page; says on each that this is not Microsoft. */
import type { ComponentChildren, VNode } from 'preact';

export function Layout(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly script?: VNode;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title} – Sandbox Entra</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
        {props.script}
      </head>
      <body>
        <header class="banner">
          <strong>Sandbox</strong>: behaves like Microsoft Entra ID, not Microsoft. Nothing here is a real account.
        </header>
        <main class="card">{props.children}</main>
      </body>
    </html>
  );
}
