"""What of a page is not seen but heard: landmarks, headings, heads of tables, names of charts."""

from playwright.sync_api import Page


def faults_of_structure(tab: Page) -> list[str]:
    """What a reader without eyes would stumble over and axe-core takes for granted."""
    return tab.evaluate("""() => {
        const all = (selector) => [...document.querySelectorAll(selector)];
        const wrong = [];
        const once = { h1: 'h1', main: 'main', header: 'body > header', footer: 'body > footer' };
        for (const [name, selector] of Object.entries(once)) if (all(selector).length !== 1) wrong.push(`${all(selector).length} ${name}`);
        if (!document.querySelector('main h1')) wrong.push('h1 outside main');
        wrong.push(...all('nav:not([aria-label], [aria-labelledby])').map((one) => `nav without a name: ${one.className}`));
        wrong.push(...all('table').filter((table) => !table.querySelector('th[scope]')).map((one) => `no heads: ${one.outerHTML.slice(0, 90)}`));
        wrong.push(...all('th:not([scope])').map((one) => `no scope: ${one.textContent}`));
        wrong.push(...all('svg:not([aria-hidden=true])').filter((one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'))
            .map((one) => `chart without a name: ${one.outerHTML.slice(0, 90)}`));
        const levels = all('h1, h2, h3, h4, h5, h6').map((one) => Number(one.tagName[1]));
        levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) wrong.push(`h${level} after h${levels[at - 1]}`); });
        const known = all('[id]').map((one) => one.id);
        if (new Set(known).size !== known.length) wrong.push(`an id twice: ${known.find((one, at) => known.indexOf(one) !== at)}`);
        return wrong;
    }""")
