/// The explorer's own part of the script: words to choose from while one types, and a key for the first field. All pages work
/// without it.
enum ExplorerScript {
    static let text = #"""

        (() => {
          'use strict';
          const first = document.querySelector('.ask input[type=text], .ask textarea');
          document.addEventListener('keydown', event => {
            const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
            if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && first !== null) {
              event.preventDefault();
              first.focus();
            }
          });
          const base = location.pathname.replace(/\/[^\/]*$/, '');
          document.querySelectorAll('input[data-complete]').forEach((field, index) => {
            const list = document.createElement('datalist');
            list.id = 'words-' + index;
            field.setAttribute('list', list.id);
            field.after(list);
            let asked = '', timer = 0;
            const ask = async () => {
              const words = field.value.split(' ');
              const last = words.pop();
              if (last.length < 2 || /[*?|\/\[\]{}\\]/.test(last) || last === asked) return;
              asked = last;
              const answer = await fetch(base + '/frequencies.json?columns=count&limit=8&matching=' + encodeURIComponent(last + '*'));
              if (!answer.ok) return;
              const rows = (await answer.json()).rows;
              list.replaceChildren(...rows.map(row => {
                const option = document.createElement('option');
                option.value = [...words, ...row.ngram].join(' ');
                return option;
              }));
            };
            field.addEventListener('input', () => {
              clearTimeout(timer);
              timer = setTimeout(() => ask().catch(() => {}), 150);
            });
          });
        })();
        """#
}
