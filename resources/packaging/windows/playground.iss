; Recipe of an installer for Windows, by Inno Setup 6. NOT TRIED: it was written without a Windows.
;
;   py resources\packaging\build.py --out dist
;   iscc /DVersion=0.1.0 resources\packaging\windows\playground.iss
;
; For the person who installs it alone, without the rights of an administrator.

#ifndef Version
  #error The version is missing: iscc /DVersion=0.1.0 playground.iss
#endif
#define Id "io.github.neural_playground.Playground"

[Setup]
AppId={#Id}
AppName=Neural playground
AppVersion={#Version}
DefaultDirName={autopf}\Neural playground
DefaultGroupName=Neural playground
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
LicenseFile=..\..\..\LICENSE
OutputDir=..\..\..\dist
OutputBaseFilename=neural-playground-{#Version}-windows-x64
UninstallDisplayIcon={app}\playground.exe

[Files]
Source: "..\..\..\dist\playground\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Neural playground"; Filename: "{app}\playground-window.exe"

[Registry]
; Sessions and lessons open by a double click; a plain .toml stays with whoever opens it.
Root: HKA; Subkey: "Software\Classes\.playground"; ValueType: string; ValueData: "{#Id}.session"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\{#Id}.session"; ValueType: string; ValueData: "Session of the neural playground"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Id}.session\DefaultIcon"; ValueType: string; ValueData: "{app}\playground-window.exe,0"
Root: HKA; Subkey: "Software\Classes\{#Id}.session\shell\open\command"; ValueType: string; ValueData: """{app}\playground-window.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.lesson"; ValueType: string; ValueData: "{#Id}.lesson"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\{#Id}.lesson"; ValueType: string; ValueData: "Lesson of the neural playground"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Id}.lesson\DefaultIcon"; ValueType: string; ValueData: "{app}\playground-window.exe,0"
Root: HKA; Subkey: "Software\Classes\{#Id}.lesson\shell\open\command"; ValueType: string; ValueData: """{app}\playground-window.exe"" ""%1"""
