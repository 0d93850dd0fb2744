# The links of the sources: asked, judged by their history, reported. The network touches one rule.


# The network touches this rule alone, and what it learns goes into reports, not into the brief:
# that reads the ledger, which only `make links` writes. Edits of the text ask nothing anew.
rule probe_links:
    input:
        **brief.program("probe_links.py"),
        bib=brief.bib,
        sections=ancient(brief.sections),
        passages=ancient(brief.passages),
        ledger=ancient(brief.ledger),
        config=ancient(brief.config),
    output:
        "build/parts/probes.json",
    log:
        "build/logs/probe_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **brief.limits,
    params:
        ledger=brief.history,
        config=lambda _, input: ["--config", *input.config] if input.config else [],
        lang=brief.lang,
        probe=brief.settings["links.probe"],
    shell:
        "python {input.program:q} --bib {input.bib:q} --sections {input.sections:q} --lang {params.lang:q}"
        " --ledger {params.ledger:q} {params.config:q} --probe {params.probe:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule judge_links:
    input:
        **brief.program("judge_links.py"),
        bib=brief.bib,
        sections=brief.sections,
        passages=brief.passages,
        probes=rules.probe_links.output,
        ledger=brief.ledger,
        config=brief.config,
    output:
        "build/links.json",
    log:
        "build/logs/judge_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **brief.limits,
    params:
        ledger=brief.history,
        config=lambda _, input: ["--config", *input.config] if input.config else [],
        lang=brief.lang,
    shell:
        "python {input.program:q} --bib {input.bib:q} --sections {input.sections:q} --lang {params.lang:q}"
        " --probes {input.probes:q} --ledger {params.ledger:q} {params.config:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule report_links:
    input:
        brief.data,
        brief.fonts,
        **brief.program("report_links.py"),
        metadata=brief.metadata,
        links=rules.judge_links.output,
        template=brief.style("links.html"),
    output:
        html="build/links.html",
        xml="build/links.xml",
    log:
        "build/logs/report_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --links {input.links:q} --template {input.template:q}"
        " --out-html {output.html:q} --out-xml {output.xml:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"
