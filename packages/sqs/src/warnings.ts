/** What is done about a message that could not be read, where nobody asked to be told. */
export function warnUnread(error: Error, messageId: string | undefined): void {
  process.emitWarning(`message ${messageId} was not read: ${error.message}`, "KstashWarning");
}

/** What is done about a stash that could not be released, where nobody asked to be told. */
export function warnUnreleased(error: Error): void {
  process.emitWarning(`a stash was not released: ${error.message}`, "KstashWarning");
}
