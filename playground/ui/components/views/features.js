// The series and what the network makes of it (under construction).
export function make() {
  return { draw: () => {} };
}
