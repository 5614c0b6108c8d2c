/// The script of charts: the series of a chart can be switched off and on again by boxes below it. Without it all are there
/// to see.
enum ChartScript {
    static let text = #"""

        //<![CDATA[
        (() => {
          'use strict';
          for (const figure of document.querySelectorAll('figure[data-name]')) {
            const names = [...new Set([...figure.querySelectorAll('[data-series]')].map(part => part.dataset.series))];
            if (2 > names.length) continue;
            const choice = document.createElement('fieldset');
            choice.className = 'series';
            const legend = document.createElement('legend');
            legend.textContent = 'Shown';
            choice.append(legend);
            for (const name of names) {
              const label = document.createElement('label');
              const box = document.createElement('input');
              box.type = 'checkbox';
              box.checked = true;
              box.onchange = () => {
                for (const part of figure.querySelectorAll('[data-series]')) {
                  if (part.dataset.series === name) part.style.display = box.checked ? '' : 'none';
                }
              };
              label.append(box, ' ' + name);
              choice.append(label);
            }
            [...figure.querySelectorAll('svg')].pop().after(choice);
          }
        })();
        //]]>
        """#
}
