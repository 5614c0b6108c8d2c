/// The script of every page: tables that sort by their headers, and what the page holds as files. Without it all is there
/// to read.
enum PageScript {
    static let text = #"""
        //<![CDATA[
        (() => {
          'use strict';
          const make = (name, text, parent) => {
            const element = document.createElement(name);
            element.textContent = text;
            parent.append(element);
            return element;
          };

          // Values are JSON as the cells have it, so that no digit is lost.
          const valueOf = cell => {
            if ('v' in cell.dataset) return cell.dataset.v;
            const text = cell.textContent;
            return cell.className === 'n' ? text.replace(/,/g, '').replace('\u2212', '-') : JSON.stringify(text);
          };
          const plainRows = script => script.textContent.split('\n').map(line => line.split('\t'));
          const tableOf = block => {
            const script = block.querySelector('script[type="text/plain"]');
            const plain = script === null ? [] : plainRows(script);
            const table = block.querySelector('table');
            if (table === null) return {columns: plain[0].map(JSON.parse), rows: plain.slice(1)};
            const shown = [...table.tBodies[0].rows].map(row => [...row.cells].map(valueOf));
            return {columns: [...table.tHead.rows[0].cells].map(head => head.dataset.k), rows: shown.concat(plain)};
          };

          const plain = value => {
            const parsed = /^["[{tfn]/.test(value) ? JSON.parse(value) : value;
            if (parsed === null) return '';
            if (Array.isArray(parsed)) return parsed.map(item => plain(JSON.stringify(item))).join(' ');
            return typeof parsed === 'object' ? value : String(parsed);
          };
          const quoted = text => /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
          const csv = table => [table.columns, ...table.rows.map(row => row.map(plain))]
            .map(row => row.map(quoted).join(',') + '\n').join('');
          const objects = table => '[' + table.rows.map(row => '\n  {'
            + row.map((value, i) => JSON.stringify(table.columns[i]) + ': ' + value).join(', ') + '}').join(',') + '\n]';

          const save = (name, type, text) => {
            const link = document.createElement('a');
            link.href = URL.createObjectURL(new Blob([text], {type}));
            link.download = name;
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 10000);
          };
          const offer = (block, name, kinds) => {
            const place = make('p', '', block);
            place.className = 'files';
            for (const [kind, type, text] of kinds) {
              const file = name + '.' + kind.toLowerCase();
              const button = make('button', kind, place);
              button.type = 'button';
              button.title = button.ariaLabel = 'Save ' + file;
              button.onclick = () => save(file, type, text());
            }
          };

          const drawing = figure => {
            const svg = figure.querySelector('svg').cloneNode(true);
            const box = svg.dataset.file;
            const [x, y, width, height] = box.split(' ');
            svg.setAttribute('viewBox', box);
            svg.setAttribute('width', width);
            svg.setAttribute('height', height);
            svg.setAttribute('class', 'chart');
            delete svg.dataset.file;
            const add = (name, attributes, before) => {
              const element = document.createElementNS(svg.namespaceURI, name);
              for (const key in attributes) element.setAttribute(key, attributes[key]);
              svg.insertBefore(element, before);
              return element;
            };
            const first = svg.querySelector('desc').nextSibling;
            add('style', {}, first).textContent = document.getElementById('chart-style').textContent;
            add('rect', {class: 'ground', x, y, width, height}, first);
            return new XMLSerializer().serializeToString(svg) + '\n';
          };

          for (const figure of document.querySelectorAll('figure[data-name]')) {
            offer(figure, figure.dataset.name, [['SVG', 'image/svg+xml', () => drawing(figure)]]);
          }
          for (const block of document.querySelectorAll('.table[data-name]')) {
            const name = block.dataset.name;
            block.hidden = false;
            if ('rows' in block.dataset) {
              const source = block.dataset.rows === name ? block
                : [...document.querySelectorAll('.table[data-name]')].find(other => other.dataset.name === block.dataset.rows);
              const frame = block.querySelector('script[type="application/json"]').textContent;
              const whole = () => frame.replace('"rows": []', () => '"rows": ' + objects(tableOf(source)));
              offer(block, name, [['JSON', 'application/json', () => whole() + '\n']]);
            } else {
              const table = () => tableOf(block);
              offer(block, name, [
                ['CSV', 'text/csv', () => csv(table())], ['JSON', 'application/json', () => objects(table()) + '\n']]);
            }
          }

          // Pointing at a row marks its point in the chart beside, and pointing near a point its row.
          for (const pair of document.querySelectorAll('.brushed')) {
            const items = [...pair.querySelectorAll('[data-key]')];
            const rows = items.filter(item => item.tagName === 'TR');
            const points = items.filter(item => item.tagName !== 'TR');
            let marked = null;
            const mark = (key, isPoint) => {
              if (key === marked) return;
              marked = key;
              for (const item of items) item.classList.toggle('on', item.dataset.key === key);
              for (const point of points) if (point.dataset.key === key) point.parentNode.append(point);
              const row = isPoint && rows.find(row => row.dataset.key === key);
              if (!row) return;
              const place = row.closest('.scroll');
              place.scrollTop = row.offsetTop - place.clientHeight / 2;
            };
            const nearest = event => {
              let [best, least] = [null, 14];
              for (const point of points) {
                const box = point.getBoundingClientRect();
                const distance = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
                if (least > distance && box.width + box.height > 0) [best, least] = [point.dataset.key, distance];
              }
              return best;
            };
            pair.addEventListener('pointermove', event => {
              if (event.target.closest('svg') !== null) mark(nearest(event), true);
              else mark(event.target.closest('[data-key]')?.dataset.key ?? null, false);
            });
            pair.addEventListener('pointerleave', () => mark(null, false));
            pair.addEventListener('focusin', event => mark(event.target.closest('[data-key]')?.dataset.key ?? null, false));
          }

          const order = new Intl.Collator('en', {numeric: true});
          const key = cell => {
            const value = JSON.parse(valueOf(cell));
            if (!Array.isArray(value)) return value;
            // Of small bars where they are on the whole.
            const sum = cell.querySelector('.strip') === null ? 0 : value.reduce((a, b) => a + b, 0);
            return sum > 0 ? value.reduce((a, b, i) => a + b * i, 0) / sum : value[0];
          };
          const sort = (table, head, column) => {
            const direction = head.ariaSort === (head.className === 'n' ? 'descending' : 'ascending') ? 'other' : 'first';
            const sign = (head.className === 'n') === (direction === 'first') ? -1 : 1;
            for (const other of table.tHead.rows[0].cells) other.ariaSort = 'none';
            head.ariaSort = sign === 1 ? 'ascending' : 'descending';
            const rows = [...table.tBodies[0].rows].map(row => [key(row.cells[column]), row]);
            rows.sort(([a], [b]) => {
              if (a === null || b === null) return (a === null) - (b === null);
              return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(a, b));
            });
            table.tBodies[0].append(...rows.map(([, row]) => row));
          };
          for (const table of document.querySelectorAll('.table table')) {
            if (3 > table.tBodies[0].rows.length) continue;
            [...table.tHead.rows[0].cells].forEach((head, column) => {
              const text = head.textContent;
              head.textContent = '';
              head.ariaSort = 'none';
              const button = make('button', text, head);
              button.type = 'button';
              button.onclick = () => sort(table, head, column);
            });
          }
        })();
        //]]>
        """#
}
