@node "%~dp0..\rest\launch.cjs" functionapp %*
