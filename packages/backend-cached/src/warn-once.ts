/** What is done about failures below, where nobody asked to be told: a full disk is reported once. */
export function warnOnce(): (error: Error) => void {
  let warned = false;
  return ({ message }) => {
    if (warned) return;
    warned = true;
    process.emitWarning(
      `what is read is not kept on this machine, or not read there: ${message}`,
      "KstashWarning",
    );
  };
}
