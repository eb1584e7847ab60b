// The rich text editor, held to what the PDF prints and to a policy without inline style.
import * as editing from "django-prose-editor/editor";

const MARK = "data-django-prose-editor-cls";

// The editor would write a <style> element, which the policy refuses: its few rules are in site.css.
const NoInlineStyle = editing.Extension.create({
  name: "noInlineStyle",
  onBeforeCreate() {
    this.editor.options.injectCSS = false;
  },
});

function open(textarea) {
  if (textarea.closest(".prose-editor")) return null;
  const { extensions } = JSON.parse(textarea.getAttribute(MARK));
  const chosen = [NoInlineStyle];
  for (const [name, options] of Object.entries(extensions)) {
    const extension = editing[name];
    if (extension) chosen.push(typeof options === "object" ? extension.configure(options) : extension);
  }
  const editor = editing.createTextareaEditor(textarea, chosen);
  const label = textarea.labels?.[0]?.firstChild?.textContent.trim() ?? "Texte";
  editor.view.dom.setAttribute("aria-label", label);
  // A text given back, or taken from somebody else, goes into the editor too.
  textarea.addEventListener("cls:set", () => editor.commands.setContent(textarea.value));
  editor.on("update", () => textarea.dispatchEvent(new Event("input", { bubbles: true })));
  return editor;
}

editing.initializeEditors(open, `[${MARK}]`);
