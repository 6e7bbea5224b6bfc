/** Puts a file into the reader's downloads. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // the browser reads the file after the click has ended
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
