// The script.
#include "testbed/report/page.h"

namespace tidegate::testbed {

std::string_view PageScript() {
  return R"JS((() => {
  const root = document.documentElement, bar = document.querySelector('.bar');
  const all = (what) => [...document.querySelectorAll(what)];
  const chosen = {};
  const show = () => all('.block').forEach((block) => {
    const w = block.dataset.w, m = block.dataset.m;
    block.classList.toggle('off', !!(chosen.w && w && w !== chosen.w) ||
                                  !!(chosen.m && m && !m.split(' ').includes(chosen.m)));
  });
  const choose = (what, value) => {
    chosen[what] = value;
    all(`[data-set="${what}"]`).forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.to === value)));
  };
  all('[data-set]').forEach((button) => {
    if (button.getAttribute('aria-pressed') === 'true') chosen[button.dataset.set] = button.dataset.to;
    button.addEventListener('click', () => { choose(button.dataset.set, button.dataset.to); show(); });
  });
  let hot = '';
  const light = (names) => {
    if (hot === names.join()) return;
    hot = names.join();
    root.classList.toggle('hovering', names.length > 0);
    all('.hot').forEach((e) => e.classList.remove('hot'));
    names.forEach((name) => all('.' + name).forEach((e) => e.classList.add('hot')));
  };
  document.addEventListener('mouseover', (event) => {
    const at = event.target.closest('.series, .label');
    light(at ? [...at.classList].filter((name) => /^c\d+$/.test(name)) : []);
  });
  addEventListener('beforeprint', () => all('details').forEach((d) => { d.open = true; }));
  bar.hidden = false;
  show();
})();
)JS";
}

}  // namespace tidegate::testbed
