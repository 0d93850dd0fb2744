# A series of briefs, in the working directory: those that are due are built in shards, a job each.

import sys
from pathlib import Path

sys.path.insert(0, str(Path(workflow.basedir).parent / "scripts"))

from brief.building.running import begin, end, explain_breaking_off, prepare
from brief.building.workflow import program_of
from brief.series.opening import read_plan, tell_unfinished

# (Where a cluster runs the jobs, no number of cores is known: the size of the shards decides alone.)
plan = read_plan(
    config,
    cores=workflow.resource_settings.cores or 1,
    main=workflow.is_main_process,
)
if workflow.is_main_process:
    explain_breaking_off(workflow)
    prepare([])


onstart:
    begin(workflow.dag)


onerror:
    tell_unfinished(plan)
    end()


localrules:
    all,
    links,
    require_links,
    list_series,
    require_briefs,


rule all:
    default_target: True
    input:
        plan.targets,


# What is in a shard, the planner has written down when the run began. A shard that broke off goes on
# with the briefs that it has not built; that of a node that was lost is tried again.
rule build_shard:
    input:
        **program_of("build_shard.py"),
        shard="build/parts/shards/{shard}.json",
    output:
        "build/parts/shards/{shard}.txt",
    log:
        "build/logs/build_shard-{shard}.log",
    retries: 2
    conda:
        "../envs/brief.yaml"
    threads: 1
    resources:
        mem_mb=plan.resources["mem_mb"],
        runtime=60,
    shell:
        "python {input.program:q} --shard {input.shard:q} --out {output:q} --log {log:q}"


rule list_series:
    input:
        **program_of("list_series.py"),
        series="series.yaml",
        page=plan.style("series.html"),
        tokens=plan.style("tokens.yaml"),
        folders="build/parts/folders.json",
        built=plan.built,
    output:
        "build/series.json",
        "build/index.html",
        "build/feed.xml",
        "build/sitemap.xml",
    log:
        "build/logs/list_series.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **plan.resources,
    shell:
        "python {input.program:q} --series {input.series:q} --page {input.page:q}"
        " --tokens {input.tokens:q} --into build"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule require_briefs:
    input:
        **program_of("require_briefs.py"),
        series="series.yaml",
        summary=rules.list_series.output[0],
    output:
        "build/parts/required.txt",
    log:
        "build/logs/require_briefs.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **plan.resources,
    params:
        only=plan.asked.only,
    shell:
        "python {input.program:q} {params.only:q} --series {input.series:q} --summary {input.summary:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


# The links of all briefs that have been built: each address is asked once. What is seen goes to every
# brief that cites it, and into its ledger. The network touches one rule.
rule links:
    input:
        "build/parts/links.txt",


rule gather_links:
    input:
        **program_of("gather_links.py"),
        series="series.yaml",
    output:
        cited="build/parts/cited.json",
        ledger="build/parts/links.csv",
    log:
        "build/logs/gather_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **plan.resources,
    shell:
        "python {input.program:q} --series {input.series:q} --out {output.cited:q}"
        " --out-ledger {output.ledger:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule probe_links:
    input:
        **program_of("probe_links.py"),
        cited=rules.gather_links.output.cited,
        ledger=rules.gather_links.output.ledger,
    output:
        "build/parts/probes.json",
    log:
        "build/logs/probe_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **plan.resources,
        runtime=600,
    params:
        flags=plan.probe_flags,
    shell:
        "python {input.program:q} --cited {input.cited:q} --ledger {input.ledger:q} {params.flags:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule share_links:
    input:
        **program_of("share_links.py"),
        series="series.yaml",
        probes=rules.probe_links.output,
    output:
        "build/links.json",
    log:
        "build/logs/share_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        mem_mb=plan.resources["mem_mb"],
        runtime=600,
    shell:
        "python {input.program:q} --series {input.series:q} --probes {input.probes:q} --out {output:q}"
        " --log {log:q}"


rule require_links:
    input:
        **program_of("require_briefs.py"),
        series="series.yaml",
        summary=rules.share_links.output,
    output:
        "build/parts/links.txt",
    log:
        "build/logs/require_links.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **plan.resources,
    shell:
        "python {input.program:q} --series {input.series:q} --summary {input.summary:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"
