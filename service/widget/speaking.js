/** One of the service's own pages in the reader's language. */

import { direction, translate } from "/widget/strings.js";

/** Say so in the page, and put the words into what its HTML holds. */
export function speak(language) {
  document.documentElement.lang = language;
  document.documentElement.dir = direction();
  translate(document);
}
