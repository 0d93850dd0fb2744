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
    list_series,
    require_briefs,


rule all:
    default_target: True
    input:
        plan.targets,


# What is in a shard, the planner has written down when the run began. A shard that broke off goes on
# with the briefs that it has not built.
rule build_shard:
    input:
        **program_of("build_shard.py"),
        shard="build/parts/shards/{shard}.json",
    output:
        "build/parts/shards/{shard}.txt",
    log:
        "build/logs/build_shard-{shard}.log",
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
        only=plan.only,
    shell:
        "python {input.program:q} {params.only:q} --series {input.series:q} --summary {input.summary:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"
