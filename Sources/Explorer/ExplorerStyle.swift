/// What the explorer's pages have beside those of files: the way to the screens, forms, chips.
enum ExplorerStyle {
    static let text = """

        .top{border-bottom:1px solid var(--line)}
        .head{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;min-height:2.25rem}
        .find{display:flex;gap:.5rem;margin-left:auto;flex:0 1 22rem}
        .top .home{color:var(--ink);font-size:1.125rem;font-weight:700;text-decoration:none}
        .top nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
        .top nav a{color:var(--soft);text-decoration:none;padding:.125rem 0}
        .top nav a:hover{color:var(--ink);text-decoration:underline}
        .top nav a[aria-current]{color:var(--ink);border-bottom:2px solid var(--accent)}
        .top nav.second{font-size:.9375rem;margin-top:.375rem}.top nav.second a[aria-current]{border-bottom-width:1px}
        .panel{margin-top:2.5rem;padding-top:1.25rem;border-top:1px solid var(--line)}.panel h2 a{color:inherit}
        .ask{margin:1rem 0 1.5rem;max-width:60rem}.purpose{color:var(--soft);margin:.25rem 0 .75rem}
        .fields{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end}
        .field{display:flex;flex-direction:column;gap:.125rem;flex:1 1 9rem;max-width:16rem}
        .field.wide{flex:2 1 16rem;max-width:28rem}.field.prose{flex:1 1 100%;max-width:46rem}
        .field.flag{flex-direction:row;align-items:center;gap:.375rem;flex:0 1 auto}
        .field label{font-size:.8125rem;color:var(--soft)}.field.flag label{font-size:.9375rem;color:var(--ink)}
        input,select,textarea{font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--soft);\
        border-radius:4px;padding:.3125rem .5rem;width:100%;min-width:0}
        input[type=checkbox]{width:auto;accent-color:var(--accent)}
        input::placeholder,textarea::placeholder{color:var(--soft);opacity:1}
        .ask button,.find button{font:inherit;font-weight:600;color:var(--ground);background:var(--accent);border:0;border-radius:4px;\
        padding:.375rem 1rem;cursor:pointer}
        .ask details,footer details{margin:.75rem 0}summary{cursor:pointer;color:var(--accent)}details>.fields{margin-top:.75rem}
        .chip{display:inline-flex;flex-wrap:wrap;gap:.25rem .75rem;border:1px solid var(--line);border-radius:1rem;\
        padding:.125rem .875rem;margin:1rem 0 0}
        td a{color:inherit;text-decoration-color:var(--accent);text-underline-offset:2px}
        td a:hover{color:var(--accent)}
        footer .files a{margin-right:.5rem}
        @media print{.top nav,.ask,.chip a{display:none}}
        """
}
