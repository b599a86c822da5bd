// Elements described, then brought up to date in place: focus, scroll and open parts stay as they
// are. All text goes in as text nodes: nothing that the emulator holds can become markup.

const SVG = 'http://www.w3.org/2000/svg'
const SVG_TAGS = new Set(['svg', 'path', 'circle'])
const described = new WeakMap()

/** The description of an element; `false` and `null` among the children are left out. */
export function h(tag, props, ...children) {
  const shown = children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
  return {
    tag,
    props: props ?? {},
    children: shown.map((child) => (typeof child === 'object' ? child : { text: String(child) })),
  }
}

/** Make the content of `parent` what the descriptions say, with as few changes as possible. */
export function patch(parent, wanted) {
  const known = [...parent.childNodes].filter((node) => described.has(node))
  const kept = match(known, wanted)
  const stay = new Set(kept.filter(Boolean))
  for (const node of [...parent.childNodes]) if (!stay.has(node)) node.remove()
  let cursor = parent.firstChild
  wanted.forEach((description, at) => {
    const node = kept[at] ?? create(description)
    if (node === cursor) cursor = cursor.nextSibling
    else parent.insertBefore(node, cursor)
    update(node, description)
  })
}

/** For each description the node that it describes already, if there is one. */
function match(nodes, wanted) {
  const waiting = new Map()
  for (const node of nodes) {
    const name = identity(described.get(node))
    waiting.set(name, [...(waiting.get(name) ?? []), node])
  }
  return wanted.map((description) => waiting.get(identity(description))?.shift())
}

function identity(description) {
  return description.tag === undefined
    ? '#text'
    : `${description.tag} ${description.props.key ?? ''}`
}

function create(description) {
  if (description.tag === undefined) return document.createTextNode(description.text)
  return SVG_TAGS.has(description.tag)
    ? document.createElementNS(SVG, description.tag)
    : document.createElement(description.tag)
}

function update(node, description) {
  const before = described.get(node)
  described.set(node, description)
  if (description.tag === undefined) {
    if (node.data !== description.text) node.data = description.text
    return
  }
  patch(node, description.children)
  updateProps(node, before?.props ?? {}, description.props)
}

function updateProps(node, before, props) {
  for (const name of Object.keys(before)) if (!(name in props)) setProp(node, name, null)
  for (const [name, value] of Object.entries(props)) {
    if (name !== 'key' && (before[name] !== value || name === 'style')) setProp(node, name, value)
  }
}

/** `value` and `checked` are set only when they change, so that typing is not overwritten. */
function setProp(node, name, value) {
  if (name.startsWith('on')) node[name] = value
  else if (name === 'style')
    for (const [key, text] of Object.entries(value ?? {})) node.style.setProperty(key, text)
  else if (name === 'value' && node.tagName !== 'PROGRESS') node.value = value ?? ''
  else if (name === 'checked') node.checked = Boolean(value)
  else if (value === null || value === undefined || value === false) node.removeAttribute(name)
  else node.setAttribute(name, value === true ? '' : String(value))
}
