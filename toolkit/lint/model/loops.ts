/**
 * The names that can be reached from themselves, by Tarjan's strongly connected components, without
 * recursion so that no document is too deep for it.
 *
 * @param edges the names that each name leads to; those without an entry of their own end there
 */
export function namesInLoops(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const work: { name: string; targets: string[] }[] = [];
  const found: string[] = [];

  const enter = (name: string): void => {
    lowest.set(name, order.size);
    order.set(name, order.size);
    open.push(name);
    isOpen.add(name);
    work.push({ name, targets: [...(edges.get(name) ?? [])] });
  };
  const lower = (name: string, to: number): void => {
    lowest.set(name, Math.min(lowest.get(name) ?? to, to));
  };
  const close = (name: string): void => {
    if (lowest.get(name) !== order.get(name)) return;
    const component = open.splice(open.lastIndexOf(name));
    for (const member of component) isOpen.delete(member);
    if (component.length > 1 || edges.get(name)?.includes(name)) found.push(...component);
  };

  for (const start of edges.keys()) {
    if (!order.has(start)) enter(start);
    for (let step = work.at(-1); step !== undefined; step = work.at(-1)) {
      const { name } = step;
      const target = step.targets.pop();
      if (target === undefined) {
        work.pop();
        close(name);
        const caller = work.at(-1);
        if (caller !== undefined) lower(caller.name, lowest.get(name) ?? 0);
      } else if (edges.has(target) && !order.has(target)) {
        enter(target);
      } else if (isOpen.has(target)) {
        lower(name, order.get(target) ?? 0);
      }
    }
  }
  return found;
}
