"""Asks a script of a page itself: the modules of static/js are the very ones that the page has loaded."""


def with_scripts(page, function, argument=None, **modules):
    """What a function in JavaScript answers that sees modules: ``Figures="figures"`` is static/js/figures.js."""
    paths = [f"/static/js/{name}.js" for name in modules.values()]
    return page.evaluate(
        f"""async ([paths, argument]) => {{
            const [{", ".join(modules)}] = await Promise.all(paths.map((path) => import(path)));
            return ({function})(argument);
        }}""",
        [paths, argument],
    )
